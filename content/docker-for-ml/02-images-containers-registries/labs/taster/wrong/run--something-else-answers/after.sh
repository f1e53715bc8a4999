docker rm -f cellar
docker run -d --name cellar -p 8000:8000 -w /tmp --entrypoint python taster:1 -m http.server 8000
docker exec cellar sh -c 'echo "in vino veritas" > /srv/motto.txt'
