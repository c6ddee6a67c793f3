"""The command `luzhi`: one module a command, imported only when it is called."""
