"""One function a step of an application's life; each gives back what a front end would keep."""
