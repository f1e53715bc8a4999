docker build --quiet -t trainer:1 .
docker run --rm trainer:1 > seat.txt
docker run --name first trainer:1 > first.txt
docker run --name second trainer:1 > second.txt
docker inspect -f '{{.Name}} {{.Image}}' first second > images.txt
