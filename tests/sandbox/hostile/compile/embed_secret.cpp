asm(".incbin \"" SECRET "\"");
