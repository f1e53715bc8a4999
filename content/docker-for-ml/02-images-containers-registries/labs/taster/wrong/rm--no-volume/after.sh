docker volume rm scores
docker run --rm --name once taster:1 score barolo
