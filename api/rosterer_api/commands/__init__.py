"""What does the service add to the command line?"""
