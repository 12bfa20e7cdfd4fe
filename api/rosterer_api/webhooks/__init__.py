"""How does another system hear of what happens here, without asking?"""
