"""What keeps a notebook's kernel from sending or keeping anything."""
