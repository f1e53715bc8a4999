python3 train.py > seat.txt

docker build --quiet -t trainer:1 .
docker run --name monday trainer:1 > first.txt
docker run --name tuesday trainer:1 > second.txt
diff first.txt second.txt
diff seat.txt first.txt && exit 1

docker inspect -f '{{.Name}} {{.Image}}' monday tuesday > images.txt
