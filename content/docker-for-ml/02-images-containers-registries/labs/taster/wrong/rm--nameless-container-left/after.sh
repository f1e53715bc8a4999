docker run taster:1 score chianti
