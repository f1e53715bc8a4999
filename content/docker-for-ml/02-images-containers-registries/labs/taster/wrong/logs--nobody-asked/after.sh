docker logs second > log.txt
