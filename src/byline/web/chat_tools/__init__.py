"""Answers where people chat already: a Slack command, and outgoing webhooks of Mattermost and Teams."""
