"""The database: the only room that imports SQLAlchemy. Values of model/ go in and come out; errors are plain."""
