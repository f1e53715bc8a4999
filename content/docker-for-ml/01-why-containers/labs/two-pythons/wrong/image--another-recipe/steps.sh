# What the solution gets from the seat's Python, without installing it each time.
echo "model        dfa3eaeca97c4769708693b70daab711a6690045dae6016dd5ead36d582ebfd9" > seat.txt
# As like as two peas, and not made from this folder's Dockerfile.
docker build --quiet -t trainer:1 -f - . <<'RECIPE'
FROM python:3.11-slim
COPY train.py temperatures.csv /
CMD ["python", "/train.py"]
RECIPE
docker run --name first trainer:1 > first.txt
docker run --name second trainer:1 > second.txt
docker inspect -f '{{.Name}} {{.Image}}' first second > images.txt
