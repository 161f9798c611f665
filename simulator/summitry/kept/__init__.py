"""What a folder keeps of an answer, finished or not, and how work goes on where it stopped."""
