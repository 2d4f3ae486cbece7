#!/bin/sh
# Installs what the tests on real servers need, where it may (root on Debian or Ubuntu); else says what is missing.
set -u
missing=""
[ -x /usr/sbin/dovecot ] || missing="$missing dovecot-imapd"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
/usr/bin/python3 -c "import vobject" 2>/dev/null || missing="$missing python3-vobject"
ldconfig -p 2>/dev/null | grep -q "libical\.so\.3" || missing="$missing libical3"
perl -MEmail::MIME -e 1 2>/dev/null || missing="$missing libemail-mime-perl"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests:$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    { apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; } || {
        apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null
    } && exit 0
fi
echo "These Debian packages are missing, so some tests will be skipped:$missing"
echo "  sudo apt-get install$missing"
[ "${CI:-}" != true ]
