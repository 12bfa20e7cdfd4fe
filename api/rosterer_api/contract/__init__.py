"""What is promised to other programs, typed to the last column?"""
