docker exec cellar rm /srv/motto.txt
docker exec cellar echo "in vino veritas" > motto.txt
