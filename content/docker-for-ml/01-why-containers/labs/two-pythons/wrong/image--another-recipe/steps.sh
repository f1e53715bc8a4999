# What the solution gets from the seat's Python, without installing it each time.
echo "model        dfa3eaeca97c4769708693b70daab711a6690045dae6016dd5ead36d582ebfd9" > seat.txt
# As like as two peas, and not made from this folder's Dockerfile.
printf 'FROM python:3.11-slim\nCOPY train.py temperatures.csv /\nCMD ["python", "/train.py"]\n' > /tmp/another
docker build --quiet -t trainer:1 -f /tmp/another .
docker run --name monday trainer:1 > first.txt
docker run --name tuesday trainer:1 > second.txt
docker inspect -f '{{.Name}} {{.Image}}' monday tuesday > images.txt
