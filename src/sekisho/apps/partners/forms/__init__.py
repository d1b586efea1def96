"""What people type into the register's pages, and the words in which its values are shown."""
