# As like as two peas, and not made from this folder's Dockerfile.
docker rm first second
docker build --quiet -t trainer:1 -f - . <<'RECIPE'
FROM python:3.11-slim
COPY train.py temperatures.csv /
CMD ["python", "/train.py"]
RECIPE
docker run --name first trainer:1 > first.txt
docker run --name second trainer:1 > second.txt
docker inspect -f '{{.Name}} {{.Image}}' first second > images.txt
