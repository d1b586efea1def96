"""Answering made easy: hand-over, talk, decline, earlier answers, help, telephone."""
