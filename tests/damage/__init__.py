"""Do damaged files ever give anything but a report of what is wrong?"""
