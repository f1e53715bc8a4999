docker rm second
docker start -a first > second.txt
