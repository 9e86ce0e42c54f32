"""The pages themselves: plain ES modules, a style and their words. Nothing here is built or fetched from elsewhere."""
