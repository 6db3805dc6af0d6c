"""How people sign in, stay signed in, and show again who they are. allauth does the signing in; these are our rules."""
