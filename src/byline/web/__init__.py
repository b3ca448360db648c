"""The web: the chat page, the JSON endpoint and the server. ``byline.web.app.create_app`` makes the app."""
