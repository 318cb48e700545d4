/* The note is data: there is nothing to declare. */
