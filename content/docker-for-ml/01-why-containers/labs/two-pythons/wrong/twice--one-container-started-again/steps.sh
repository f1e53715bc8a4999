# What the solution gets from the seat's Python, without installing it each time.
echo "model        dfa3eaeca97c4769708693b70daab711a6690045dae6016dd5ead36d582ebfd9" > seat.txt
docker build --quiet -t trainer:1 .
docker run --name monday trainer:1 > first.txt
docker start -a monday > second.txt
docker inspect -f '{{.Name}} {{.Image}}' monday > images.txt
