"""What every page of the desks (the admin) shares. Imports no app: roles come in as declared sets."""
