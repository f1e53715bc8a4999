docker run --name once -v scores:/data taster:1 score barolo
