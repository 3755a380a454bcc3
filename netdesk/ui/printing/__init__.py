"""Paper in the window: the preview of what reports make, saving it and sending it to a printer.

What stands on a page is decided in `netdesk.reports`; here is only which report to ask
for.
"""
