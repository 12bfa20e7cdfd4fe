"""Does the referee judge as the reference page says?"""
