# A terminal knows the way out; a script has to be told.
export http_proxy="${http_proxy-${SEAT_SERVICES:+http://$SEAT_SERVICES:3128}}"
export DEBIAN_FRONTEND=noninteractive
command -v python3 || {
  apt-get update -qq -o Acquire::Languages=none
  apt-get install -y -qq --no-install-recommends python3-minimal > /dev/null
}
python3 train.py > seat.txt

docker build --quiet -t trainer:1 .
docker run --name first trainer:1 > first.txt
docker run --name second trainer:1 > second.txt
diff first.txt second.txt
diff seat.txt first.txt && exit 1

docker inspect -f '{{.Name}} {{.Image}}' first second > images.txt
