"""The real server in a process of its own, driven by Chromium and by gradio_client."""
