// Command `release [IMPORT]`: over the intake room.
export {};
