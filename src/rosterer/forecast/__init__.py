"""What is to be expected, given what has happened?"""
