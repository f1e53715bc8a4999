docker rm -f cellar
docker run -d --name cellar taster:1
docker exec cellar sh -c 'echo "in vino veritas" > /srv/motto.txt'
