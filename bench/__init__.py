"""`make bench`: what a request costs here, beside PostgreSQL alone and a textbook of Django REST framework."""
