docker run --rm trainer:1 > seat.txt
