asm(".data\n.fill 0x100000000, 1, 1");
