docker build --quiet -t trainer:1 .
docker run --rm trainer:1 > seat.txt
docker run --name monday trainer:1 > first.txt
docker run --name tuesday trainer:1 > second.txt
docker inspect -f '{{.Name}} {{.Image}}' monday tuesday > images.txt
