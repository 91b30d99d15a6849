// Command `import FILE…`: over the intake room.
export {};
