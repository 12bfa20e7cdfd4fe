"""Why is it so?"""
