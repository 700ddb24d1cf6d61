"""The contestant T: the same tables served as a good textbook of Django REST framework would serve them."""
