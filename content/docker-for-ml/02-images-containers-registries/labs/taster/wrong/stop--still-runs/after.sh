docker start second
