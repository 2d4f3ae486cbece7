"""What machines write in the languages beside German and English, where no header says it. What is found here alone is
never certain: a person's wish beside it is read, and shown to a person.

All patterns look at lower-case text of bounded length and repeat nothing without a bound, so they take linear time.
"""

# ruff: noqa: E501  the patterns are tables of words; breaking them by width hides what belongs together

from __future__ import annotations

import re

from mailreg.decode import machinetext as says
from mailreg.decode.late import Late
from mailreg.model.mail import Letter, Machine
from mailreg.model.mail import MachineKind as K

ABSENCE_SUBJECT = Late(
    r"auto(?:odpowied|matyczn)|poza biurem|ofis dışı|izin(?:deyim|liyim)|(?:мене |нас )?нема(?:є)? (?:в|на) (?:офісі|роботі)|не в офісі|поза офісом|(?:меня |нас )?нет (?:в офисе|на работе)|"
    r"у відпустці|в отпуске|в відпустці|absence (?:du bureau|temporaire)|en congé|de vacaciones|de férias|fuori ufficio|in ferie|na dovolené|mimo kancelář|"
    r"izvan ureda|van kancelarije|na godišnjem|în concediu|ngoài văn phòng|nghỉ phép|في إجازة|بإجازة|مرخصی|خارج از محل کار|پاسخ اتوماتیک|ji ofîsê dûr"
)
ABSENCE_TEXT = Late(
    r"nie (?:odczytuję|czytam|sprawdzam|odbieram)[^.\n]{0,20}(?:poczty|maili|wiadomości)|(?:jestem|będę) (?:\S{1,12} ){0,6}na urlopie|od \S{1,12} do \S{1,12} (?:jestem )?na urlopie|nie pracuję już",
    r"yıllık izn?in?deyim|izin(?:deyim|liyim)|(?:kurum|görev|iş|ofis)\w{0,6}dan ayrıldım|(?:adres|posta)\w{0,8} artık (?:okunmuyor|kullanılmıyor)|ofiste değilim|yokluğumda|görevimi[^.\n]{0,40}devraldı",
    r"(?:إجازة|عطلة)[^.\n]{0,60}(?:عودت|غياب|حتى|لغاية)|خلال غيابي|في غيابي|أثناء غيابي|(?:أتواجد|أنا|إنني|متواجد\w?)[^.\n]{0,20}في إجازة|لم أعد أعمل",
    r"(?:در|به) مرخصی|در (?:غیاب|نبود) من|تا تاریخ[^.\n]{0,30}نیستم|دیگر (?:در این|اینجا)[^.\n]{0,30}(?:کار نمی|نیستم)",
    r"(?:я|буду|мы)[^.\n]{0,20} (?:в отпуске|на больничном|на обучении|в командировке)|в мо[её] отсутствие|почт\w{1,2} не (?:читаю|проверяю)|больше не работаю",
    r"(?:я|буду|ми)[^.\n]{0,20} (?:у|в|на) (?:відпустці|лікарняному|навчанні|відрядженні)|за моєї відсутності|(?:пошту|листи) не (?:читаю|перевіряю)|листи читатиму|більше не працюю",
    r"pendant mon absence|je (?:ne )?(?:consulte|lis) (?:pas|peu) mes (?:mails|messages|courriels)|je suis en (?:congé|vacances|déplacement)|ne travaille plus",
    r"durante mi ausencia|no (?:reviso|leo|consulto)[^.\n]{0,20}(?:correo|mensajes)|ya no trabajo en|durante a minha ausência|estou de férias|não trabalho mais",
    r"durante la mia assenza|(?:sono|sarò) (?:in ferie|fuori (?:ufficio|sede)|assente)|non lavoro più",
    r"v době mé nepřítomnosti|jsem na dovolené|tijekom mo(?:je|g) odsut|na godišnjem odmoru|sunt în concediu|în lipsa mea",
    r"trong thời gian (?:tôi )?(?:vắng|nghỉ)|tôi đang (?:nghỉ|đi công tác)",
)
BOUNCE_SUBJECT = Late(
    r"không (?:gửi|chuyển|phát) được|(?:thư|email) bị trả lại|gửi thất bại|لم يتم (?:التسليم|الإرسال|تسليم|إيصال)|فشل (?:التسليم|الإرسال|تسليم)|(?:ارسال|تحویل)\w? ?(?:نشد|ناموفق)|تحویل داده نشد|"
    r"iletilemedi|teslim edilemedi|gönderilemedi|no entregado|no se pudo entregar|impossible de remettre|non distribué|non recapitat|doručení selhalo|nedoručitel|nije isporučen|nedostarczon"
)
BOUNCE_TEXT = Late(
    r"không (?:thể|được)[^.\n]{0,20}(?:chuyển|gửi|phát)|địa chỉ[^.\n]{0,20}không tồn tại",
    r"(?:لم يتم|تعذر|تعذّر|فشل)[^.\n]{0,30}(?:تسليم|إيصال|إرسال)|العنوان غير (?:موجود|صحيح)",
    r"(?:پیام|ایمیل)[^.\n]{0,60}(?:تحویل داده نشد|ارسال نشد|نرسید)|نشانی[^.\n]{0,20}وجود ندارد",
    r"не (?:было |було )?доставлен|(?:адрес|адреса|учётная запись|учетная запись|обліковий запис|ящик)[^.\n]{0,30}(?:не существует|не існує|отключ|вимкнен|переполнен|переповнен)",
    r"(?:iletil|teslim edil|gönderil|ulaştırıl)e?a?medi|adres\w{0,6}[^.\n]{0,20}(?:bulunamadı|mevcut değil)",
    r"(?:adresse|boîte)[^.\n]{0,30}(?:n['’]existe pas|pleine|introuvable)|(?:dirección|buzón)[^.\n]{0,30}(?:no existe|lleno)|adres[^.\n]{0,20}nie istnieje",
    r"no (?:se )?(?:ha podido|pudo|pudimos)[^.\n]{0,20}entreg|n['’]a pas pu être (?:remis|distribu)|nie (?:zosta|mog)\w{1,5} dostarcz",
)
GENERATED_TEXT = Late(
    r"(?:هذه )?(?:ال)?رسالة (?:ال)?(?:تلقائية|آلية|إلكترونية تلقائية)|(?:أُ?رسلت|أنشئت) هذه الرسالة (?:تلقائي|آلي|من)|(?:عدم|لا) (?:الرد|تردو?ا?|ترد) على هذه? (?:الرسالة|البريد|ال[إا]يميل)",
    r"bu (?:e-?posta|ileti|mesaj|mail)[^.\n]{0,60}(?:otomatik|tarafından (?:gönderil|oluşturul))|(?:iletiyi|e-?postayı|mesajı|maili|iletiye|e-?postaya|mesaja) (?:lütfen )?(?:yanıtlamayın|cevaplamayın|yanıt vermeyin|cevap vermeyin)|otomatik (?:bir )?(?:ileti|mesaj|e-?posta)dır",
    r"(?:это|данное) (?:сообщение|письмо)?[^.\n]{0,20}(?:автоматическ|системн|сформирован|создан|отправлен)\w{0,4} (?:автоматически|сообщение|письмо|уведомление)|это (?:автоматическ|системн)\w{2}|(?:не отвечайте|просим не отвечать|не нужно отвечать) на (?:это|него|данное)",
    r"(?:це|цей лист) (?:автоматичн|системн)\w|(?:лист|повідомлення) (?:сформован|створен|надіслан)\w{1,3} автоматично|(?:не відповідайте|просимо не відповідати) на (?:це|цей|нього|даний)",
    r"(?:đây là|đây) (?:thư|tin|tin nhắn|email) tự động|(?:xin|vui lòng|đừng)[^.\n]{0,10} ?(?:không|đừng)? trả lời (?:thư|email|tin) này|(?:thư|email) (?:này )?(?:được )?(?:gửi|tạo) tự động",
    r"(?:این|ین) (?:پیام|ایمیل|نامه)[^.\n]{0,40}(?:خودکار|اتوماتیک)|به این (?:پیام|ایمیل|نامه) (?:پاسخ|جواب) (?:ندهید|نفرستید)",
    r"(?:ce|cet) (?:message|e-?mail|courriel|mail) (?:est|a été)[^.\n]{0,20}(?:automatique|généré|envoyé automatiquement)|(?:ne|de ne) pas répondre à (?:ce|cet) (?:message|e-?mail|courriel|mail)|ceci est un (?:message|e-?mail|courriel|mail)[^.\n]{0,10} automatique",
    r"(?:este|éste|esto)[^.\n]{0,12}(?:mensaje|correo)[^.\n]{0,40}automátic|no (?:respondas?|conteste[sn]?) a este (?:mensaje|correo)|(?:esta|este)[^.\n]{0,10}(?:mensagem|e-?mail)[^.\n]{0,30}automátic|não responda a est[ea] ",
    r"(?:ta |niniejsza |to )?wiadomość (?:została )?(?:wygenerowan|wysłan|automatyczn)\w{1,3}[^.\n]{0,15}|(?:prosimy|proszę) (?:na nią )?nie odpowiadać",
    r"(?:questo|questa)[^.\n]{0,14}(?:messaggio|e-?mail|mail)[^.\n]{0,30}automatic|non risponder\w{1,2} a quest|(?:tato|tento)[^.\n]{0,10}(?:zpráva|e-?mail)[^.\n]{0,30}automatick|neodpovídejte na t",
    r"ne odgovarajte na ov|ova (?:poruka|e-?pošta)[^.\n]{0,20}automatski|(?:acest|acesta)[^.\n]{0,14}(?:mesaj|e-?mail)[^.\n]{0,30}automat|nu răspundeți la acest",
)
FOOTER = Late(  # of newsletters and of what networks and forums tell their members
    r"(?:bekommst|bekommen|erhältst|erhalten) (?:du |sie )?(?:diese|diesen) (?:e-?mail|mail|newsletter|nachricht|rundbrief)[^.\n]{0,20}, ?weil|benachrichtigungen (?:abschalten|ausschalten|abstellen|verwalten|deaktivieren|abbestellen)",
    r"you(?:['’]re| are)? (?:receiv(?:e|ing)|get(?:ting)?) (?:this|these) (?:e-?mails?|mails?|newsletters?|messages?|notifications?)[^.\n]{0,20} because|unsubscribe (?:here|any ?time|at any time|with one click|below|from (?:this|these))|(?:turn|switch) off (?:these )?notifications|(?:manage|change|adjust) (?:your )?(?:alerts|notifications|notification (?:settings|preferences)|e-?mail preferences)|(?:do not|don['’]t) want to receive these (?:notifications|e-?mails|messages)",
    r"recibe[sn]? este (?:correo|mensaje|boletín)[^.\n]{0,20} porque|(?:darse|date|darte) de baja ?[:(]|(?:desactivar|gestionar|desactiva) (?:las |tus |estas )?notificaciones|recebe[su]? este e-?mail porque|cancelar (?:a )?subscrição ?[:(]",
    r"vous recevez (?:ce|cet|cette) (?:mail|message|e-?mail|courriel|lettre|newsletter|infolettre)[^.\n]{0,20} (?:car|parce)|(?:se|vous) désabonner ?[:(]|(?:pour )?(?:désactiver|gérer) (?:les|vos|ces) notifications|pour vous (?:désabonner|désinscrire)",
    r"(?:вы|ви) (?:получаете|получили|отримуєте|отримали) (?:это|этот|цей|це) (?:письмо|лист|сообщение|повідомлення)[^.\n]{0,12}(?:потому|так как|поскольку|бо|оскільки|тому)|(?:отписаться|відписатися)(?: можна| можно)?(?: от рассылки| від розсилки)? ?(?::|за посиланн|по ссылке|внизу|тут|здесь)|(?:отключить|вимкнути|настроить|налаштувати|отключите|вимкніть) (?:эти |ці )?(?:уведомлени|сповіщенн)|в (?:этом|нашем) выпуске|у (?:цьому|нашому) випуску",
    r"(?:otrzymujesz|otrzymałeś|otrzymałaś|otrzymują państwo) (?:tę|ten|ta) (?:wiadomość|mail|e-?mail|newsletter)[^.\n]{0,12}(?:ponieważ|bo|gdyż)|(?:wyłącz|wyłączyć|zarządzaj) powiadomienia|aby (?:się )?wypisać|wypisz się (?:tutaj|tu|z listy)",
    r"bildirimleri (?:kapat|yönet|ayarla)|(?:listeden|bültenden|abonelikten) (?:çıkmak|ayrılmak|çık)|bu (?:e-?postayı|bülteni|iletiyi) (?:alıyorsunuz|aldınız)|takip ettiğiniz",
    r"(?:لإلغاء|إلغاء) (?:ال)?اشتراك(?:كم|ك)? ?(?::|أرسل|أرسلوا|اضغط|انقر|من هنا|في)|(?:لإيقاف|إيقاف|لتعطيل) (?:هذه )?(?:ال)?(?:إشعارات|تنبيهات)|(?:وصلتك|تصلك|تتلقى|تتلقون) هذه (?:الرسالة|النشرة) ل",
    r"(?:برای|جهت) لغو (?:عضویت|اشتراک)|(?:غیرفعال|خاموش) کردن (?:اعلان|نوتیفیکیشن)|این (?:ایمیل|خبرنامه) را (?:دریافت می|به این دلیل)",
    r"(?:hủy|huỷ) (?:đăng ký )?nhận (?:tin|bản tin|thư)|tắt thông báo|bạn nhận được (?:thư|email) này vì|(?:ricevi|riceve) (?:questa|questo) (?:e-?mail|messaggio|newsletter) perché|per (?:disiscriversi|cancellarti|annullare l['’]iscrizione)|odhlásit (?:se )?(?:z odběru|odběr)|odjav\w{1,3} (?:s|sa|od) (?:liste|newslett)|dezabona",
)
TICKET_TEXT = Late(
    r"(?:talebiniz|başvurunuz|mesajınız|e-?postanız)[^.\n]{0,60}(?:alındı|alınmıştır|ulaştı|ulaşmış|kaydedil)",
    r"(?:تم|تمّ) (?:استلام|تسجيل|فتح|إنشاء) (?:طلب|رسالت|تذكرة)|رقم (?:الطلب|التذكرة) ?:|رقم طلبك",
    r"(?:درخواست|پیام|تیکت) شما[^.\n]{0,40}(?:ثبت شد|دریافت شد)|شماره (?:درخواست|تیکت|پیگیری) ?:",
    r"ваш(?:а|е)? (?:заявк|обращени|запрос|звернення|запит|лист)\w?[^.\n]{0,60}(?:принят|зарегистр|получен|прийнят|зареєстр|отриман)",
    r"votre (?:demande|message|ticket)[^.\n]{0,60}(?:a (?:bien )?été|enregistr)|(?:su|tu) (?:solicitud|consulta|ticket)[^.\n]{0,40}(?:ha sido|fue) (?:recibid|registrad|cread)|la (?:sua|tua) richiesta[^.\n]{0,30}(?:è stata|registrat)",
    r"(?:twoje|państwa) (?:zgłoszenie|zapytanie)[^.\n]{0,60}(?:zarejestrowan|przyjęt|otrzyma)|(?:yêu cầu|thư) của (?:quý vị|bạn|anh|chị)[^.\n]{0,40}(?:đã được|tiếp nhận)",
)
TICKET_SIGNS = ("#", "№", "رقم", "شماره", " numara", " nolu", " mã ")
TICKET_MARK = Late(r"[#№] ?\d{3,}", r" mã \d{3,}", r"(?:رقم|شماره)[^\n]{0,12}\d{3,}", r"\d{4,} (?:numara|nolu)")
CALENDAR_SUBJECT = re.compile(
    r"^\s*(?:تم (?:الرفض|القبول|التحديث|الإلغاء)|مبدئي|رفض|قبول|دعوة (?:محدثة|ملغاة)|پذیرفته شد|رد شد|موقت|kabul edildi|reddedildi|geçici|belirsiz|güncellendi|iptal edildi|"
    r"принято|отклонено|под вопросом|предварительно|прийнято|відхилено|можливо|під питанням|accepté|refusé|décliné|provisoire|annulé|acepta(?:do|da)|rechaza(?:do|da)|provisional|aceite|recusado|"
    r"zaakceptowano|odrzucono|wstępnie|przyjęto|accettato|rifiutato|provvisorio|přijato|odmítnuto|prihvaćeno|odbijeno|acceptat|refuzat|đã chấp nhận|đã từ chối|tạm thời|dự kiến)\b[^\n:：]{0,30}[:：]"
)
CALENDAR_TEXT = Late(
    r"(?:رفض|قبل|وافق|ردّ?)\b[^\n]{0,60}(?:الدعوة|دعوتك|دعوتكم)|(?:رسالة|إشعار)[^\n]{0,20}(?:من )?(?:ال)?تقويم",
    r"(?:دعوت)[^\n]{0,40}(?:پذیرفت|رد کرد|قبول کرد)",
    r"davet\w{0,8}[^\n]{0,30}(?:kabul etti|reddetti|yanıt verdi|yanıtladı)|takvim uygulaması|ne zaman ?:",
    r"(?:принял|отклонил|ответил)\w?(?:\(а\))?[^\n]{0,40}приглашени|(?:прийня|відхили|відпові)\w{1,3}[^\n]{0,40}запрошення|(?:когда|коли) ?:",
    r"a (?:accepté|refusé|décliné)[^\n]{0,50}(?:invitation|événement|rendez-vous|réunion)|ha (?:aceptado|rechazado|accettato|rifiutato)[^\n]{0,50}(?:invit|evento|reunión|riunione)|(?:quand|cuándo) ?:",
    r"(?:zaakceptował|odrzucił|przyjął|przyjęł)\w{0,2}[^\n]{0,50}(?:zaproszenie|spotkanie|wydarzenie)|kiedy ?:|đã (?:chấp nhận|từ chối)[^\n]{0,40}(?:lời mời|sự kiện)|khi nào ?:",
)
_BEYOND_LATIN = re.compile("[\u0370-\u1dff]")
_LATIN_HINTS = (  # one of them stands in whatever GENERATED_TEXT and FOOTER find
    "notif", "benachricht", "subscri", "these ", "your alerts", "manage alerts", "e-mail pref",
    "de baja", "recib", "receb", "désabonn", "désinscri", "vous recevez", "bildirim", "listeden", "bülten", "abonel", "alıyorsunuz",
    "aldınız", "takip ettiğiniz", "automat", "automát", "otomatik", "tarafından", "yanıt", "cevap", "powiadomieni", "wypis", "otrzym",
    "odpowiadać", "répondre", "généré", "respond", "contest", "risponder", "ricev", "disiscri", "iscrizione", "odgovarajte", "odjav", "odhlásit",
    "neodpov", "răspunde", "dezabona", "trả lời", "tự động", "thông báo", "nhận t", "nhận được", "wygenerow", "wysłan",
)  # fmt: skip
_LATIN_PAIRS = {  # likewise, but a word alone stands in too many mails
    "diese": ("diese e-mail", "diese mail", "diese nachricht", "diesen newsletter", "diesen rundbrief"),
    "this ": ("this mail", "this e-mail", "this email", "this newsletter", "this message"),
}
_HINTS = (
    "تلقائي", "آلي", "اشتراك", "إشعارات", "تنبيهات", "هذه الرسالة", "على هذ", "خودکار", "اتوماتیک", "لغو", "کردن", "خبرنامه", "به این", "این ایمیل",
    "автомат", "систем", "отпис", "відпис", "уведомлен", "сповіщ", "випуск", "выпуск", "отвеча", "відповіда", "получ", "отрим", "сформ", "создан", "відправ", "отправ",
)  # fmt: skip


def machine(letter: Letter, subject: str) -> Machine | None:
    """What wrote this letter, if its words say that a machine did. `subject`: in lower case."""
    shown = f"Subject: {letter.subject[:60]}"
    if CALENDAR_SUBJECT.search(subject) and CALENDAR_TEXT.search(letter.body[:4000].lower()):
        return Machine(K.CALENDAR, shown, certain=False)
    body = letter.body[:3000].lower()
    away = ABSENCE_SUBJECT.search(subject) or says.ABSENCE_SUBJECT.search(subject)
    bounce = BOUNCE_SUBJECT.search(subject) or says.BOUNCE_SUBJECT.search(subject)
    ticket = any(sign in subject or sign in body for sign in TICKET_SIGNS)
    stands = body.__contains__
    hint = (
        any(map(stands, _LATIN_HINTS))
        or any(stands(word) and any(map(stands, pairs)) for word, pairs in _LATIN_PAIRS.items())
        or (_BEYOND_LATIN.search(body) is not None and any(map(stands, _HINTS)))
    )
    if not (away or bounce or ticket or hint):
        return None
    own = " ".join(letter.own_text[:3000].lower().split())
    if away and (ABSENCE_TEXT.search(own) or says.ABSENCE_TEXT.search(own)):
        return Machine(K.ABSENCE, shown, certain=False)
    if bounce and BOUNCE_TEXT.search(own):
        return Machine(K.BOUNCE, shown, certain=False)
    whole = f"{subject} {own}"
    if ticket and TICKET_MARK.search(whole) and TICKET_TEXT.search(whole):
        return Machine(K.AUTO, "acknowledgement of a ticket system", certain=False)
    if found := GENERATED_TEXT.search(own):
        return Machine(K.AUTO, f"“{found[0][:60]}”", certain=False)
    if found := FOOTER.search(own):
        return Machine(K.BULK, f"“{found[0][:60]}”", certain=False)
    return None
