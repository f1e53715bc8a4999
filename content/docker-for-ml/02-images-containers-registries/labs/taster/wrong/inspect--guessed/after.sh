echo root > user.txt
