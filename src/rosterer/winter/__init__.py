"""What happens when winter comes, and what would it take?"""
