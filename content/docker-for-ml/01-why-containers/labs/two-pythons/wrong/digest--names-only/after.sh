docker inspect -f '{{.Name}} {{.Config.Image}}' first second > images.txt
