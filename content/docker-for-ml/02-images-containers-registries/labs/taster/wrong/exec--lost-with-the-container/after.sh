docker rm -f cellar
docker run -d --name cellar -p 8000:8000 taster:1
